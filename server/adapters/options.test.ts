import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { acceptable, optionsOf } from "./options";
import { adapters } from "./registry";

it("tells what each option says, what holds without it, and whether somebody has to accept it", () => {
  const options = z.strictObject({
    recreate: acceptable("deleted and made again"),
    mode: z.enum(["stop", "zero"]).default("stop").describe("how it is paused"),
  });
  expect(optionsOf({ options })).toEqual([
    { name: "recreate", what: "deleted and made again", acceptable: true, byDefault: false },
    { name: "mode", what: "how it is paused", acceptable: false, byDefault: "stop" },
  ]);
  expect(options.parse({})).toEqual({ recreate: false, mode: "stop" });
});

it("takes no option that does not describe itself", () => {
  const options = z.strictObject({ force: z.boolean().default(false) });
  expect(() => optionsOf({ options })).toThrow(z.ZodError);
});

/** The sandbox meets most refusals, this finds the others: a person can accept only what has a label. */
it("has a label for every option that a refusal names, wherever it is written", () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => ({ file, text: readFileSync(path.join(import.meta.dirname, file), "utf8") }));
  // What several services share is written once, beside their folders.
  const servicesOf = (file: string) =>
    file.includes(path.sep)
      ? [file.split(path.sep)[0]]
      : files
          .filter(({ text }) => text.includes(`from "../${path.basename(file, ".ts")}"`))
          .map((user) => user.file.split(path.sep)[0]);
  const named = files.flatMap(({ file, text }) =>
    [...text.matchAll(/\baccepts: "(\w+)"/g)].flatMap(([, option = ""]) =>
      servicesOf(file).map((service) => `${service} ${option}`),
    ),
  );
  const labelled = adapters.flatMap((adapter) =>
    optionsOf(adapter).flatMap((one) => (one.acceptable ? [`${adapter.kind.split(".")[0]} ${one.name}`] : [])),
  );
  expect(named.length).toBeGreaterThan(5);
  expect([...new Set(named)].sort()).toEqual([...new Set(labelled)].sort());
});
