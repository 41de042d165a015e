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
  ["glue", "constructor"],
  ["emr.serverless", "RISCV.vcpuHour"],
  ["flink", "notebookHour"],
  ["sagemaker.cluster", "system"],
  ["apigateway.cache", "half a GB"],
])("nothing is asked for %s %s", (table, key) => {
  expect(filtersOf({ table, key, region: "us-east-1" })).toBeNull();
});

test("an authority for short lives is not taken for one of the other mode", () => {
  const short = asked("acmpca", "SHORT_LIVED_CERTIFICATE");
  expect(read(short, "USE1-PaidPrivateCA")).toHaveProperty("why");
  expect(read(short, "USE1-ShortLivedCertificatePrivateCA")).toMatchObject({ rate: "0.576" });
});

test("the cache of an API is told by its size", () => {
  const question = asked("apigateway.cache", "13.5");
  expect(question).toMatchObject({ serviceCode: "AmazonApiGateway", filters: { cacheMemorySizeGb: "13.5" } });
  expect(read(question, "USE1-ApiGatewayCacheUsage:13.5GB", "USE1-ApiGatewayRequest")).toMatchObject({ rate: "0.576" });
});

test("a directory's price is that of its edition's controllers", () => {
  expect(asked("directory.microsoftAd", "enterprise").filters).toMatchObject({ directorySize: "Enterprise" });
});

test("a machine of a cluster or a transform job is not taken for one of something else", () => {
  const cluster = asked("sagemaker.cluster", "ml.g5.8xlarge");
  expect(read(cluster, "USE1-Cluster:ml.g5.8xlarge")).toMatchObject({ rate: "0.576" });
  expect(read(cluster, "USE1-ReservedCluster:ml.g5.8xlarge", "USE1-Studio:ml.g5.8xlarge")).toHaveProperty("why");
  const transform = asked("sagemaker.transform", "ml.m5.large");
  expect(read(transform, "USE1-Host:ml.m5.large", "USE1-Tsform:ml.m5.large")).toMatchObject({ sku: "SKU1" });
});

test("a development endpoint's unit is not that of a job", () => {
  const unit = asked("glue", "devEndpointDpuHour");
  expect(read(unit, "USE1-ETL-DPU-Hour", "USE1-DEVED-DPU-Hour")).toMatchObject({ sku: "SKU1" });
});

test("a worker of EMR Serverless is told by its processor, by vCPU and by GB", () => {
  const vcpu = asked("emr.serverless", "X86_64.vcpuHour");
  expect(vcpu).toMatchObject({ serviceCode: "ElasticMapReduce", filters: { productFamily: "EMR Serverless" } });
  for (const own of ["USE1-EMR-SERVERLESS-vCPUHours", "EMR-SERVERLESS-vCPUHours"]) {
    expect(read(vcpu, own, "USE1-EMR-SERVERLESS-ARM-vCPUHours")).toMatchObject({ rate: "0.576" });
  }
  expect(read(vcpu, "EMR-SERVERLESS-MemoryGBHours", "EMR-SERVERLESS-StorageGBHours")).toHaveProperty("why");
  expect(read(asked("emr.serverless", "ARM64.gbHour"), "EMR-SERVERLESS-ARM-MemoryGBHours")).toHaveProperty("rate");
});

test("a KPU of Flink is not one of the old SQL applications", () => {
  const kpu = asked("flink", "kpuHour");
  for (const own of ["USE1-KPU-Hour-Java", "KPU-Hour-Java"]) {
    expect(read(kpu, own, "USE1-KPU-Hour")).toMatchObject({ rate: "0.576" });
  }
  expect(read(kpu, "USE1-KPU-Hour")).toHaveProperty("why");
});
