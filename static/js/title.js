// On a phone the top bar says the page's name; where the heading says the same, it is left to readers alone.

export function startTitle() {
  const heading = document.querySelector(".sh-title h1");
  const crumb = document.querySelector(".sh-crumbs [aria-current]");
  if (heading && crumb && heading.textContent.trim() === crumb.textContent.trim()) {
    heading.closest(".sh-title").classList.add("sh-title-said");
  }
}
