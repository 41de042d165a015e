import { expect, it } from "vitest";
import type { WireProblem } from "@/server/contract/common";
import { accountOf, errorsOf } from "./connect-form";

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

it("sends only what was written", () => {
  const fields = form({
    name: " main ",
    roleArn: " arn:aws:iam::111122223333:role/standby ",
    externalId: "",
    regions: "",
  });
  expect(accountOf("role", fields)).toEqual({
    name: "main",
    credentials: { type: "role", roleArn: "arn:aws:iam::111122223333:role/standby" },
  });
});

it("takes regions with commas, spaces or lines between them", () => {
  expect(accountOf("environment", form({ name: "a", regions: "eu-central-1, us-east-1\nus-west-2" })).regions).toEqual([
    "eu-central-1",
    "us-east-1",
    "us-west-2",
  ]);
});

const problem = (errors: WireProblem["errors"]): WireProblem => ({
  type: "about:blank",
  title: "Invalid",
  status: 400,
  detail: "The request is not valid.",
  instance: "/api/v1/accounts",
  code: "invalid-request",
  requestId: "req_1",
  retryable: false,
  errors,
});

it("puts an error beside its field, and the rest below the form", () => {
  const errors = errorsOf(problem([{ pointer: "/credentials/roleArn", detail: "must be the ARN of an IAM role" }]));
  expect(errors.roleArn).toBe("must be the ARN of an IAM role");
  expect(errors.other).toBeNull();
  expect(errorsOf(problem([])).other).toBe("The request is not valid.");
  expect(errorsOf(null).other).toBeNull();
});
