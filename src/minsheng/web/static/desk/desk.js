// Comfort only: every page works without it. "/" goes to the search field; a form that is sent cannot be sent twice by a double click.
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
  const field = document.getElementById("q");
  if (event.key === "/" && !typing && field) {
    event.preventDefault();
    field.focus();
  }
});
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// The menu is folded where there is little room; without this it is open.
const menu = document.getElementById("menu");
const wide = matchMedia("(min-width: 900px)");
function fold() {
  if (menu) menu.open = wide.matches;
}
wide.addEventListener("change", fold);
fold();
// Work that goes on by itself: its page looks again after some seconds, as long as nobody types.
const again = document.querySelector("[data-again]");
if (again) {
  setTimeout(() => {
    if (!/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) location.reload();
  }, Number(again.dataset.again) * 1000);
}

// Yes-or-no questions of a page that are still open are answered with no, for the clerk to look at before they are sent.
const fillNo = document.querySelector("[data-fill-no]");
if (fillNo) {
  fillNo.parentElement.hidden = false;
  fillNo.addEventListener("click", () => {
    for (const question of fillNo.form.querySelectorAll("fieldset.question")) {
      const open = question.querySelector('input[type="radio"][value=""]:checked');
      const no = question.querySelector('input[type="radio"][value="no"]');
      if (open && no) no.click();
    }
  });
}
