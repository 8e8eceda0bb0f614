// The contact form: warns while a secret is being typed. What decides is the server, before anything is kept.
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

  const warning = document.getElementById("secret");
  const watched = $$("[data-watch]");
  const look = () => { warning.hidden = !watched.some((field) => isSecret(field.value.slice(0, 20000))); };
  if (warning) { watched.forEach((field) => field.addEventListener("input", look)); look(); }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 15000);
  });
})();
