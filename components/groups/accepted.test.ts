import { expect, test } from "vitest";
import { adapters } from "@/server/adapters/registry";
import { acceptable, isAccepted, withAccepted } from "./accepted";

test("every option is one of its kind", () => {
  for (const { kind, option } of acceptable) {
    const adapter = adapters.find((one) => one.kind === kind);
    expect(adapter?.options.safeParse({ [option]: true }).success, `${kind} ${option}`).toBe(true);
  }
});

test("what is accepted is set, what is not any more is unset, and everything else stays", () => {
  const [endpoints, , , gateways] = acceptable;
  if (!endpoints || !gateways) throw new Error("nothing to accept");
  const options = { "sagemaker.endpoint": { recreate: true }, "lambda.function": { reserved: false } };
  expect(isAccepted(options, endpoints)).toBe(true);
  expect(isAccepted(options, gateways)).toBe(false);
  expect(withAccepted(options, [gateways])).toEqual({
    "sagemaker.endpoint": { recreate: false },
    "ec2.natGateway": { newId: true },
    "lambda.function": { reserved: false },
  });
});
