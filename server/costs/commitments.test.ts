import { expect, test } from "vitest";
import { commitmentsOf, commitmentWords, coversService, noCommitments } from "./commitments";

const ec2 = "Amazon Elastic Compute Cloud - Compute";
const rds = "Amazon Relational Database Service";
const row = (service: string, value: string) => ({ service, value });

test("reservations and savings plans are told apart, each with its services", () => {
  const found = commitmentsOf([
    row(ec2, "Usage"),
    row(ec2, "SavingsPlanCoveredUsage"),
    row(ec2, "SavingsPlanNegation"),
    row("Savings Plans for AWS Compute usage", "SavingsPlanRecurringFee"),
    row(rds, "DiscountedUsage"),
    row(rds, "RIFee"),
    row("Amazon ElastiCache", "Recurring "),
    row("Amazon EC2", "Credit"),
  ]);
  expect(found).toEqual({
    reservations: ["Amazon ElastiCache", rds],
    savingsPlans: [ec2, "Savings Plans for AWS Compute usage"],
  });
  expect([ec2, rds, "Amazon Redshift"].map((service) => coversService(found, service))).toEqual([true, true, false]);
});

test("usage, credits, taxes and discounts are no commitment", () => {
  const rows = ["Usage", "Credit", "Refund", "Tax", "Support", "Fee", "BundledDiscount ", ""].map((value) =>
    row(ec2, value),
  );
  expect(commitmentsOf(rows)).toEqual(noCommitments);
});

test("a pause of what is covered is said to save nothing in cash; not known is never none", () => {
  const found = commitmentsOf([row(rds, "DiscountedUsage"), row(ec2, "SavingsPlanCoveredUsage")]);
  const words = commitmentWords({ found, isWhole: false });
  expect(words).toContain(`reservations (${rds}) and savings plans (${ec2})`);
  expect(words).toContain("saves nothing in cash");
  expect(commitmentWords(null)).toContain("not known yet");
  expect(commitmentWords({ found: noCommitments, isWhole: true })).toContain("no reservation and no savings plan.");
  expect(commitmentWords({ found: noCommitments, isWhole: false })).toContain("not known for all of this");
});
