import { expect, test } from "vitest";
import { optionsOf } from "@/server/adapters/options";
import { adapters } from "@/server/adapters/registry";
import { acceptableOf, isAccepted, withAccepted } from "./accepted";

const kinds = adapters.map(({ kind, plural, options }) => ({ kind, plural, options: [...optionsOf({ options })] }));
const acceptable = acceptableOf(kinds);
const named = (kind: string) => {
  const one = acceptable.find((each) => each.kind === kind);
  if (!one) throw new Error(`${kind} has nothing to accept`);
  return one;
};

test("every option is one of its kind, and says of what it is and what it means", () => {
  expect(acceptable.length).toBeGreaterThan(5);
  for (const { kind, option, label } of acceptable) {
    const adapter = adapters.find((one) => one.kind === kind);
    expect(adapter?.options.safeParse({ [option]: true }).success, `${kind} ${option}`).toBe(true);
    expect(label).toMatch(/^.+: .+/);
  }
  expect(named("ec2.natGateway").label).toBe("NAT gateways: deleted and made again under another id");
});

test("an option that nothing has to be accepted for is not among them", () => {
  expect(acceptable).not.toContainEqual(expect.objectContaining({ option: "hibernate" }));
});

test("what is accepted is set, what is not any more is unset, and everything else stays", () => {
  const endpoints = named("sagemaker.endpoint");
  const gateways = named("ec2.natGateway");
  const options = { "sagemaker.endpoint": { recreate: true }, "lambda.function": { reserved: false } };
  expect(isAccepted(options, endpoints)).toBe(true);
  expect(isAccepted(options, gateways)).toBe(false);
  expect(withAccepted(options, acceptable, [gateways])).toEqual({
    "sagemaker.endpoint": { recreate: false },
    "ec2.natGateway": { newId: true },
    "lambda.function": { reserved: false },
  });
});

test("where it is not known yet what there is to accept, everything stays", () => {
  const options = { "sagemaker.endpoint": { recreate: true } };
  expect(withAccepted(options, [], [])).toEqual(options);
});
