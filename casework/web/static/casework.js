/* Enhancement only: every page works without it. */
"use strict";

/* One press is one act: a form that was sent is not sent again from the same page. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  form.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
});

/* The summary of errors is read first. */
document.querySelector(".error-summary")?.focus();

/* Of a row of links that is wider than the screen, the one of this page is seen. */
for (const row of document.querySelectorAll(".rail")) {
  const here = row.querySelector("[aria-current]");
  if (here && row.scrollWidth > row.clientWidth) row.scrollLeft = here.offsetLeft - row.clientWidth / 3;
}

/* A choice in a filter is taken at once where the form says so. */
document.addEventListener("change", (event) => {
  if (event.target.closest("form[data-auto]")) event.target.form.requestSubmit();
});

/* Long forms keep themselves while they are filled in. */
for (const form of document.querySelectorAll("form[data-keep]")) {
  const told = form.querySelector("[data-kept]");
  let waiting = 0;
  const keep = async () => {
    const fields = new FormData(form);
    fields.set("place", form.dataset.place);
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: fields, redirect: "error" });
      if (told && answer.ok) told.textContent = `✓ ${new Date().toLocaleTimeString(document.documentElement.lang)}`;
    } catch { if (told) told.textContent = ""; }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 1500);
  });
}

/* An upload shows how far it is. */
for (const form of document.querySelectorAll("form.upload")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const bar = form.querySelector("progress");
    bar.classList.remove("visually-hidden");
    const sending = new XMLHttpRequest();
    sending.upload.addEventListener("progress", (sent) => {
      if (sent.lengthComputable) bar.value = (100 * sent.loaded) / sent.total;
    });
    sending.addEventListener("load", () => {
      if (sending.status < 400) { location.reload(); return; }
      document.open();
      document.write(sending.responseText);
      document.close();
    });
    sending.addEventListener("error", () => { delete form.dataset.sent; form.submit(); });
    sending.open("POST", form.action);
    sending.send(new FormData(form));
  });
}

/* A list by keyboard: j and k walk, Enter opens, x ticks. Typing in a field is left alone. */
const list = document.querySelector("table[data-keys]");
if (list) {
  const rows = [...list.querySelectorAll("tbody tr")];
  let at = -1;
  const go = (to) => {
    if (!rows.length) return;
    rows[at]?.classList.remove("on-row");
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at].classList.add("on-row");
    rows[at].querySelector("th a")?.focus();
    rows[at].scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("textarea, select, input:not([type=checkbox])")) return;
    if (event.key === "j") go(at + 1);
    else if (event.key === "k") go(at - 1);
    else if (event.key === "x" && at >= 0) rows[at].querySelector("input[type=checkbox]")?.click();
    else return;
    event.preventDefault();
  });
}
