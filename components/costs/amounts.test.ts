import { expect, test } from "vitest";
import { billed, shareWord, signed, sumOf } from "./amounts";
import { serviceWord } from "./words";

test("an amount that is not known is a word, in every currency", () => {
  expect(billed(null, "USD")).toBe("not known");
  expect(billed(undefined, "EUR")).toBe("not known");
  expect(billed("0.000000", "USD")).toBe("$0.00");
  expect(billed("1234.560000", "EUR")).toBe("€1,234.56");
  expect(billed("-12.000000", "USD")).toBe("−$12.00");
  expect(signed("84.200000", "USD")).toBe("+$84.20");
  expect(signed("-3.000000", "USD")).toBe("−$3.00");
});

test("sums are exact to the millionth, and unknown with an unknown part", () => {
  const tenths = Array.from({ length: 10_000 }, () => "0.100001");
  expect(sumOf(tenths)).toBe("1000.010000");
  expect(sumOf(["1.000000", null])).toBeNull();
  expect(sumOf([])).toBe("0.000000");
});

test("a change has a sign, and a digit while it is small", () => {
  expect([-0.1, 0.754, 0.0128, -0.056, 0, 0.0001].map(shareWord)).toEqual([
    ...["−10 %", "+75 %", "+1.3 %", "−5.6 %", "0 %", "0 %"],
  ]);
});

test("services are called as people call them, and the unknown ones as AWS does", () => {
  expect(["AmazonCloudWatch", "AWS Lambda", "Amazon SageMaker", "EC2 - Other", "Tax"].map(serviceWord)).toEqual([
    ...["CloudWatch", "Lambda", "SageMaker", "EC2, disks and traffic", "Tax"],
  ]);
});
