import { expect, test } from "vitest";
import { refuseForeign } from "./csrf";

const json = { "content-type": "application/json" };
const host = { host: "standby.local:3000" };

type Case = [string, "POST" | "GET", Record<string, string>, "cookie" | "token" | "nobody", boolean];
const cases: Case[] = [
  ["own page", "POST", { ...json, "sec-fetch-site": "same-origin" }, "cookie", true],
  ["typed by the person", "POST", { ...json, "sec-fetch-site": "none" }, "cookie", true],
  ["another site", "POST", { ...json, "sec-fetch-site": "cross-site" }, "cookie", false],
  ["another port or subdomain", "POST", { ...json, "sec-fetch-site": "same-site" }, "cookie", false],
  [
    "foreign site that also claims our origin",
    "POST",
    { ...json, ...host, "sec-fetch-site": "cross-site", origin: "http://standby.local:3000" },
    "cookie",
    false,
  ],
  ["own page on plain http", "POST", { ...json, ...host, origin: "http://standby.local:3000" }, "cookie", true],
  [
    "own page behind a proxy",
    "POST",
    {
      ...json,
      host: "10.0.0.5:3000",
      "x-forwarded-host": "standby.example.com",
      origin: "https://standby.example.com",
    },
    "cookie",
    true,
  ],
  ["another port on plain http", "POST", { ...json, ...host, origin: "http://standby.local:4000" }, "cookie", false],
  ["a sandboxed frame", "POST", { ...json, ...host, origin: "null" }, "cookie", false],
  ["no word about where from", "POST", { ...json, ...host }, "cookie", false],
  ["a form", "POST", { "sec-fetch-site": "same-origin", "content-type": "text/plain" }, "cookie", false],
  [
    "JSON in name only",
    "POST",
    { "sec-fetch-site": "same-origin", "content-type": "application/jsonp" },
    "cookie",
    false,
  ],
  [
    "JSON with a charset",
    "POST",
    { "sec-fetch-site": "same-origin", "content-type": "application/json; charset=utf-8" },
    "cookie",
    true,
  ],
  ["reading", "GET", { "sec-fetch-site": "cross-site" }, "cookie", true],
  ["a script with a token", "POST", {}, "token", true],
  ["a script without anything", "POST", {}, "nobody", true],
  ["signing in from a foreign page", "POST", { "sec-fetch-site": "cross-site" }, "nobody", false],
];

test.each(cases)("%s", (_, method, headers, known, allowed) => {
  const run = () => refuseForeign(method, new Headers(headers), known);
  if (allowed) expect(run).not.toThrow();
  else expect(run).toThrow(expect.objectContaining({ code: "forbidden" }));
});
