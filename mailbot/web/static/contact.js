// The contact form: warns while a secret is being typed, and keeps chosen files when it is refused. What decides is the
// server, before anything is kept.
(() => {
  "use strict";
  document.documentElement.classList.add("js");
  const $$ = (what) => [...document.querySelectorAll(what)];
  document.querySelector("select[data-auto]")?.addEventListener("change", (event) => event.target.form.requestSubmit());

  const NAMED = /(pass ?word|passphrase|seed( phrase)?|mnemonic|recovery phrase|private key|secret key|2fa code|sms code|verification code|密[码碼]|口令|助[记記][词詞]|私[钥鑰]|[验驗][证證][码碼]|パスワード|秘密鍵|認証コード|비밀번호|개인 ?키|인증 ?(코드|번호)|парол[ья]|приватн\S+ ключ|сид-?фраз\S+|mật khẩu|khóa riêng|contraseña|clave privada|frase semilla|şifre|parola|özel anahtar|senha|chave privada)(\s+(is|are|was|est|es|é)\b|\s*[:：=]|\s*[是は为為]|은|는)\s*\S{4,}/iu;
  const KEYS = /\b(5[HJK][1-9A-HJ-NP-Za-km-z]{49}|[KL][1-9A-HJ-NP-Za-km-z]{51}|xprv[1-9A-HJ-NP-Za-km-z]{50,})\b|-----BEGIN [A-Z ]*PRIVATE KEY/;
  // Twelve words in a row of three to eight small letters: people who write sentences use shorter and longer ones.
  const PHRASE = /(^|[^a-z])([a-z]{3,8}[\s,]+){11}[a-z]{3,8}([^a-z]|$)/;
  const isSecret = (text) => NAMED.test(text) || KEYS.test(text) || PHRASE.test(text);

  const look = () => {
    const warning = document.getElementById("secret");
    if (warning) warning.hidden = !$$("[data-watch]").some((field) => isSecret(field.value.slice(0, 20000)));
  };
  document.addEventListener("input", (event) => { if (event.target.matches("[data-watch]")) look(); });
  look();

  // A refused form keeps the files that were chosen: no page may fill them in again, so it is not left.
  const show = (form, page) => {
    const [old, made, problem] = [document.querySelector("main"), page.querySelector(".contact main"), page.querySelector(".problem")];
    if (!made) throw new Error("no form in the answer");
    document.querySelector(".problem")?.remove();
    if (problem?.dataset.keep === "form") {
      old.querySelector("header").after(problem);
    } else {
      if (problem?.dataset.keep === "files") made.querySelector("input[type=file]")?.replaceWith(form.querySelector("input[type=file]"));
      old.replaceWith(made);
      look();
    }
    window.scrollTo(0, 0);
    document.querySelector("main").focus();
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "1";
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
      show(form, new DOMParser().parseFromString(await answer.text(), "text/html"));
      delete form.dataset.sent;
    } catch {
      form.submit();  // as without script; the same form twice is one message
    }
  });
})();
