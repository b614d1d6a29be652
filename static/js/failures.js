// A request that HTMX made and that failed must say so: the page would look as if nothing had happened.

import { toast } from "./toast.js";

export function startFailures() {
  const say = document.body.dataset;
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    toast(status >= 500 ? say.sayFailed : say.sayRefused, { tone: "danger" });
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => toast(say.sayOffline, { tone: "danger" }));
  }
  // Signed out meanwhile: the sign-in page came instead of a part. Ask for the whole page, which leads there and back.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.detail.xhr.responseText.includes('class="sh-auth"')) return;
    event.detail.shouldSwap = false;
    window.location.reload();
  });
}
