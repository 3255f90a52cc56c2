/* Choosing an area with the keyboard while typing: the list that htmx brings becomes a combobox.
   Without this file the same list holds plain links, and without any script it is a page. */
(function () {
  var marked = "wwz-marked";
  function parts(form) {
    return {
      input: form.querySelector("input[name=q]"),
      list: form.querySelector(".wwz-areaform__list"),
      said: form.querySelector("[data-gezegd]"),
    };
  }
  function options(form) { return Array.prototype.slice.call(form.querySelectorAll("[data-keuzes] a")); }
  function mark(form, link) {
    var input = parts(form).input;
    options(form).forEach(function (other) {
      other.setAttribute("aria-selected", String(other === link));
      other.classList.toggle(marked, other === link);
    });
    if (link) {
      input.setAttribute("aria-activedescendant", link.id);
      link.scrollIntoView({ block: "nearest" });
    } else { input.removeAttribute("aria-activedescendant"); }
  }
  function current(form) { return options(form).findIndex(function (link) { return link.classList.contains(marked); }); }
  function close(form) {
    var own = parts(form);
    own.list.textContent = "";
    own.said.textContent = "";
    own.input.setAttribute("aria-expanded", "false");
    own.input.removeAttribute("aria-activedescendant");
  }
  function prepare(form) {
    var own = parts(form);
    own.input.setAttribute("role", "combobox");
    own.input.setAttribute("aria-autocomplete", "list");
    own.input.setAttribute("aria-expanded", "false");
    own.input.setAttribute("aria-controls", own.list.id);
  }
  function open(form) {
    var own = parts(form), found = options(form), list = own.list.querySelector("[data-keuzes]");
    if (list) {
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", "Gevonden gebieden");
      list.querySelectorAll("li").forEach(function (item) { item.setAttribute("role", "presentation"); });
    }
    found.forEach(function (link, number) {
      link.id = own.list.id + "-" + number;
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
    });
    own.input.setAttribute("aria-expanded", String(found.length > 0));
    own.input.removeAttribute("aria-activedescendant");
    var note = own.list.querySelector("p");
    own.said.textContent = (note ? note.textContent + " " : "") + (found.length === 1 ? "1 gebied." :
      found.length ? found.length + " gebieden. Kies met de pijltjes omhoog en omlaag." : "");
  }
  document.addEventListener("htmx:afterSwap", function (event) {
    var form = event.target.closest && event.target.closest(".wwz-areaform:has([data-gezegd])");
    if (form) { open(form); }
  });
  document.addEventListener("keydown", function (event) {
    var form = event.target.closest && event.target.closest(".wwz-areaform:has([data-gezegd])");
    if (!form || event.target.name !== "q") { return; }
    var found = options(form), at = current(form);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!found.length) { return; }
      event.preventDefault();
      at += event.key === "ArrowDown" ? 1 : (at < 0 ? 0 : -1);
      mark(form, found[(at + found.length) % found.length]);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      found[at].click();
    } else if (event.key === "Escape" && found.length) {
      event.preventDefault();
      close(form);
    }
  });
  document.querySelectorAll(".wwz-areaform:has([data-gezegd])").forEach(prepare);
})();
