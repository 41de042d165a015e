import { expect, test } from "vitest";
import { described } from "../../testing/described";
import { mqBroker } from "./broker";

async function broker(properties: object) {
  const [seen] = await described(mqBroker, "b-1", { BrokerName: "events", Arn: "arn:aws:mq:x", ...properties });
  if (!seen) throw new Error("it is not listed");
  const askedBy = (mqBroker.idle?.signals ?? []).flatMap((signal) =>
    signal.dimensions(seen).map((dimensions) => [signal.metric, dimensions]),
  );
  return { seen, lines: mqBroker.price(seen), askedBy };
}

test("a cluster of RabbitMQ is three machines at the one price of the cluster, and its metrics are by broker", async () => {
  const { lines, askedBy } = await broker({
    EngineType: "RabbitMQ",
    DeploymentMode: "CLUSTER_MULTI_AZ",
    HostInstanceType: "mq.m5.large",
  });
  expect(lines[0]).toMatchObject({
    note: "3 × mq.m5.large, RabbitMQ",
    price: { table: "mq.broker", key: "rabbitmq:mq.m5.large:multiAz" },
    quantity: 1,
  });
  expect(askedBy).toEqual([["ConnectionCount", { Broker: "events" }]]);
});

test("both machines of a pair of ActiveMQ are asked, whatever the case of AWS's words", async () => {
  const { lines, askedBy } = await broker({
    EngineType: "ACTIVEMQ",
    DeploymentMode: "active_standby_multi_az",
    HostInstanceType: "mq.t3.micro",
  });
  expect(lines[0]).toMatchObject({ price: { key: "activemq:mq.t3.micro:multiAz" } });
  expect(askedBy).toEqual([
    ["CurrentConnectionsCount", { Broker: "events-1" }],
    ["CurrentConnectionsCount", { Broker: "events-2" }],
  ]);
});

test("a broker that AWS hardly describes has no price, no metric and no guess", async () => {
  const { lines, askedBy } = await broker({});
  expect(lines[0]).toMatchObject({ price: null, note: expect.stringContaining("does not tell how many machines") });
  expect(askedBy).toEqual([]);
});
