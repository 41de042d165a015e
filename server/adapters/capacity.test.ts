import { expect, test } from "vitest";
import { isScarce } from "./capacity";

test.each([
  "p5.48xlarge",
  "g5.xlarge",
  "gr6.4xlarge",
  "inf2.xlarge",
  "trn1.2xlarge",
  "u-6tb1.56xlarge",
  "u7i-8tb.112xlarge",
  "x2iedn.xlarge",
  "m7i.metal-24xl",
  "hpc7a.96xlarge",
])("%s is scarce", (type) => expect(isScarce(type)).toBe(true));

test.each(["t3.micro", "m6i.large", "c7g.xlarge", "r7gd.large", "i4i.large", null])("%s is not", (type) =>
  expect(isScarce(type)).toBe(false),
);
