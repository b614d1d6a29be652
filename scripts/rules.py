"""Which rule of the specification is proved by which test: `python3 run.py rules [--missing]`.

Rules are known by ids such as BUD-11. Code that holds a rule names it in a docstring, a test that proves it carries
`@pytest.mark.rule("BUD-11")`. A rule that code names and no test proves makes this program fail.
"""

import argparse
import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from scripts import messages

ROOT = Path(__file__).resolve().parent.parent
APPS = ("config", *messages.APPS)
RULE = re.compile(r"\b(?:GEN|ORG|BUD|LED|PLN|EXP|APR|RPT|QLT|PSL|CUS|CMP|MKT)-\d{2}[a-z]?\b(?!-)")
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def rules_in_code(root: Path) -> dict[str, list[str]]:
    """Rule ids named in docstrings of the applications, with the files that name them."""
    found: dict[str, set[str]] = defaultdict(set)
    for app in APPS:
        for path in sorted((root / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, DOCUMENTED):
                    for rule in RULE.findall(ast.get_docstring(node) or ""):
                        found[rule].add(str(path.relative_to(root)))
    return {rule: sorted(paths) for rule, paths in found.items()}


def _marked_rules(node: ast.AST) -> Iterator[str]:
    """The ids in every `….mark.rule("…", …)` below this node."""
    for part in ast.walk(node):
        is_mark = isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and part.func.attr == "rule"
        if is_mark and isinstance(part, ast.Call):
            yield from (str(given.value) for given in part.args if isinstance(given, ast.Constant))


def rules_in_tests(root: Path) -> dict[str, list[str]]:
    """Rule ids with the tests that prove them; a mark on a class or a module counts for each of its tests."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((root / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        everywhere = [rule for node in tree.body if _is_pytestmark(node) for rule in _marked_rules(node)]
        for name, rules in _tests(tree.body, everywhere):
            for rule in dict.fromkeys(rules):
                found[rule].append(f"{path.relative_to(root)}::{name}")
    return dict(found)


def _is_pytestmark(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in node.targets)


def _tests(body: list[ast.stmt], inherited: list[str]) -> Iterator[tuple[str, list[str]]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            own = [rule for decorator in node.decorator_list for rule in _marked_rules(decorator)]
            own += [rule for part in node.body if _is_pytestmark(part) for rule in _marked_rules(part)]
            yield from ((f"{node.name}::{name}", rules) for name, rules in _tests(node.body, inherited + own))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
            own = [rule for decorator in node.decorator_list for rule in _marked_rules(decorator)]
            yield node.name, inherited + own


def main() -> int:
    """Print the table; 1 when a rule named in code has no test."""
    parser = argparse.ArgumentParser(prog="run.py rules", description=__doc__)
    parser.add_argument("--missing", action="store_true", help="only what has no test")
    given = parser.parse_args()
    code, tests = rules_in_code(ROOT), rules_in_tests(ROOT)
    missing = sorted(set(code) - set(tests))
    if not given.missing:
        for rule in sorted(set(code) | set(tests)):
            print(rule)
            print("".join(f"    {test}\n" for test in tests.get(rule, [])), end="")
    for rule in missing:
        print(f"{rule}: named in {', '.join(code[rule])}, proved by no test")
    print(f"{len(code)} rules named in code, {len(missing)} of them without a test")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
