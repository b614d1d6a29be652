// Requests of the grid: JSON both ways, the CSRF token of the page, no exception for a network that is down.

export async function post(url, body) {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...token() },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: await json(answer) };
  } catch {
    return { status: 0, body: {} };
  }
}

/** A form sent for its part: {status, json} or {status, html}. */
export async function send(form) {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true", ...token() } });
    const type = answer.headers.get("Content-Type") ?? "";
    return type.includes("json") ? { status: answer.status, json: await answer.json() } : { status: answer.status, html: await answer.text() };
  } catch {
    return { status: 0, html: "" };
  }
}

/** A part of a page; empty when it could not be had. */
export async function part(url) {
  try {
    const answer = await fetch(url, { headers: { "HX-Request": "true" } });
    return answer.ok ? await answer.text() : "";
  } catch {
    return "";
  }
}

function token() {
  return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
}

async function json(answer) {
  try {
    return await answer.json();
  } catch {
    return {};
  }
}
