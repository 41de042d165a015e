import { expect, test } from "vitest";
import { escapeHtml } from "./html";

test("nothing in a text is markup, in an element or an attribute", () => {
  expect(escapeHtml(`<script>alert("1")</script> & 'x'`)).toBe(
    "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;",
  );
});

test("a carriage return stays one, and a null character does not cut the text off", () => {
  expect(escapeHtml("a\r\nb\0c")).toBe("a&#13;\nb\uFFFDc");
});
