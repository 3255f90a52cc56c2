// Passkeys: asks the browser for one and puts what it says into the form. Without this file the
// button stays off, and a password with a code does the same.
"use strict";
(() => {
  const wishes = (options, passwordless) => {
    const selection = options.publicKey.authenticatorSelection;
    selection.residentKey = passwordless ? "required" : "discouraged";
    selection.requireResidentKey = passwordless;
    if (passwordless) selection.userVerification = "required";
    return options;
  };

  const optionsOf = async (form) => {
    if (form.dataset.passkey !== "login") return JSON.parse(form.dataset.opties);
    const answer = await fetch(form.action, {
      headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
    });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return (await answer.json()).request_options;
  };

  const credential = async (form) => {
    const options = await optionsOf(form);
    if (form.dataset.passkey !== "make") return window.webauthnJSON.get(options);
    return window.webauthnJSON.create(wishes(options, form.elements.passwordless.checked));
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential || !window.webauthnJSON) continue;
    form.querySelector("[data-passkey-zonder]").hidden = true;
    form.querySelector("button[type=submit]").disabled = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const problem = form.querySelector("[data-passkey-fout]");
      problem.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await credential(form));
        form.submit();
      } catch {
        problem.hidden = false;
      }
    });
  }
})();
