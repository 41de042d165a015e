import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { ReportLinks } from "./report-links";

test("the report is offered in all forms, each to be saved", () => {
  const html = renderToString(<ReportLinks operation={{ id: "op_1" }} />);
  const links = [...html.matchAll(/<a ([^>]*)>([^<]*)<\/a>/g)].map(([, attributes = "", word]) => {
    return [word, /href="([^"]*)"/.exec(attributes)?.[1], attributes.includes("download")];
  });
  expect(links).toEqual([
    ["CSV", "/api/v1/operations/op_1/report?format=csv", true],
    ["JSON", "/api/v1/operations/op_1/report?format=json", true],
    ["HTML", "/api/v1/operations/op_1/report?format=html", true],
  ]);
});
