// Light, dark or as the system: applied at once, kept by the form's own answer.

export function startTheme() {
  for (const form of document.querySelectorAll("[data-theme-form]")) {
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (!button || button.name !== "theme") return;
      event.preventDefault();
      const data = new FormData(form, button);
      fetch(form.action, { method: "POST", body: data, headers: { "HX-Request": "true" } }).then((answer) => {
        if (!answer.ok) throw new Error(String(answer.status));
        apply(button.value, form);
      }).catch(() => form.submit());
    });
  }
}

function apply(theme, form) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const button of form.querySelectorAll("button[name='theme']")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
  document.dispatchEvent(new CustomEvent("sh:theme", { detail: { theme } }));
}
