import { expect, test } from "vitest";
import { described } from "../../testing/described";
import { ecrRepository } from "./repository";

async function seen(properties: object) {
  const [one] = await described(ecrRepository, "lab/app", { Arn: "arn:aws:ecr:x", ...properties });
  if (!one) throw new Error("it is not listed");
  return { classified: ecrRepository.classify(one), lines: ecrRepository.price(one), one };
}

test("a repository that keeps every image is told apart from one whose old images go", async () => {
  const keeps = await seen({});
  const lets = await seen({ LifecyclePolicy: { LifecyclePolicyText: "{}" } });
  expect(keeps.classified).toMatchObject({ saw: "every image is kept", remedy: expect.stringContaining("Give it a") });
  expect(lets.classified).toMatchObject({ saw: "old images go", remedy: expect.stringContaining("still keeps") });
});

test("an empty policy is none, and an amount that is not told is not zero", async () => {
  const { one, lines } = await seen({ LifecyclePolicy: {} });
  expect(one).toMatchObject({ name: "lab/app", detail: { hasLifecyclePolicy: false } });
  expect(lines).toMatchObject([{ price: null, quantity: 1 }]);
});
