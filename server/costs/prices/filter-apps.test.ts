import { expect, test } from "vitest";
import { filtersOf } from "./filters";
import { onlyPrice } from "./price-in";
import { dimension, product } from "./product-fixtures";
import type { PriceQuestion } from "./question";

function asked(table: string, key: string): PriceQuestion {
  const question = filtersOf({ table, key, region: "us-east-1" });
  if (!question) throw new Error(`${table} ${key} is not asked for`);
  return question;
}

const read = (question: PriceQuestion, ...usageTypes: readonly string[]) =>
  onlyPrice(
    question,
    usageTypes.map((usagetype, index) =>
      product(question, {
        sku: `SKU${index}`,
        attributes: { usagetype },
        dimensions: [dimension("0.5760000000", { unit: question.units[0] ?? "" })],
      }),
    ),
  );

test("a broker is told by its engine, its zones, and its type and no longer one", () => {
  const question = asked("mq.broker", "rabbitmq:mq.m5.large:multiAz");
  expect(question.filters).toMatchObject({ brokerEngine: "RabbitMQ", deploymentOption: "Multi-AZ" });
  expect(read(question, "USE1-Cluster-mq.m5.large")).toMatchObject({ rate: "0.576" });
  expect(read(question, "USE1-Cluster-mq.m5.large.next", "USE1-Cluster-mq.m5.2xlarge")).toHaveProperty("why");
  expect(read(question, "USE1-a:mq.m5.large", "USE1-b:mq.m5.large")).toHaveProperty("why");
});

test.each([
  ["mq.broker", "rabbitmq:mq.m5.large:threeAz"],
  ["mq.broker", "kafka:mq.m5.large:singleAz"],
  ["mq.broker", "rabbitmq:constructor:singleAz"],
  ["directory.microsoftAd", "hybrid"],
  ["acmpca", "constructor"],
])("nothing is asked for %s %s", (table, key) => {
  expect(filtersOf({ table, key, region: "us-east-1" })).toBeNull();
});

test("an authority for short lives is not taken for one of the other mode", () => {
  const short = asked("acmpca", "SHORT_LIVED_CERTIFICATE");
  expect(read(short, "USE1-PaidPrivateCA")).toHaveProperty("why");
  expect(read(short, "USE1-ShortLivedCertificatePrivateCA")).toMatchObject({ rate: "0.576" });
});

test("a directory's price is that of its edition's controllers", () => {
  expect(asked("directory.microsoftAd", "enterprise").filters).toMatchObject({ directorySize: "Enterprise" });
});
