// Keeps what is being typed: every form of a page that is sent and not marked data-no-draft, a moment after the last key.
// The server puts it back; nothing is kept of passwords and files.
const main = document.getElementById("main");
const address = main?.dataset.drafts;
const waiting = new Map();

function fields(form) {
  const unfit = new Set([...form.querySelectorAll("input[type=password], input[type=file]")].map((field) => field.name));
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !unfit.has(name) && name !== "csrfmiddlewaretoken");
}

function save(form) {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  body.set("page", location.pathname);
  body.set("action", new URL(form.getAttribute("action") || location.pathname, location.href).pathname);
  body.set("fields", JSON.stringify(fields(form)));
  fetch(address, { method: "POST", body, keepalive: true, redirect: "manual" }).catch(() => {});
}

function typed(event) {
  const form = event.target.form;
  if (!form || form.method !== "post" || "noDraft" in form.dataset || !main.contains(form)) return;
  if (event.target.type === "password" || event.target.type === "file") return;
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => save(form), 1200));
}

if (address) {
  document.addEventListener("input", typed);
  document.addEventListener("submit", (event) => {
    clearTimeout(waiting.get(event.target));
    waiting.delete(event.target);
  });
  addEventListener("pagehide", () => [...waiting.keys()].forEach(save));
}
