from customers.models.customers import Customer
from customers.models.merges import CustomerMerge
from customers.models.parts import Address, Contact, Machine, OfCustomer

__all__ = ["Address", "Contact", "Customer", "CustomerMerge", "Machine", "OfCustomer"]
