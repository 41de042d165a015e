import type { ListClustersCommandInput, ListClustersCommandOutput } from "@aws-sdk/client-emr";
import type { Cluster, ListClustersV2CommandInput, ListClustersV2CommandOutput } from "@aws-sdk/client-kafka";
import type {
  DescribeDomainsCommandInput,
  DescribeDomainsCommandOutput,
  DomainStatus,
  ListDomainNamesCommandInput,
  ListDomainNamesCommandOutput,
  OpenSearchPartitionInstanceType,
} from "@aws-sdk/client-opensearch";
import { defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, type RegionKey, regionOf, type Seed, tagsOf } from "./seed-story";
import { newHex, newUuid, type TagMap } from "./world";

/** Clusters that have no stop: OpenSearch domains, Kafka and EMR. */

interface Made {
  name: string;
  id: string;
  createdAt: number;
  tags: TagMap;
}

interface Domain extends Made {
  type: string;
  count: number;
  masters: number;
  gb: number;
}

interface Kafka extends Made {
  /** Null: serverless. */
  type: string | null;
  gb: number;
}

interface Emr extends Made {
  state: "RUNNING" | "WAITING";
}

interface State {
  domains: Domain[];
  kafka: Kafka[];
  emr: Emr[];
}

const own = { name: "clusters", empty: (): State => ({ domains: [], kafka: [], emr: [] }) };

export const clusters = defineCorner<State>({
  ...own,
  services: {
    es: { ListDomainNames: read(listDomainNames), DescribeDomains: read(describeDomains) },
    kafka: { ListClustersV2: read(listKafka) },
    elasticmapreduce: { ListClusters: read(listEmr) },
  },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ domains, kafka, emr }, at) => [
    ...domains.map((each) => ({ type: "es:domain", arn: domainArn(each, at), tags: each.tags })),
    ...kafka.map((each) => ({ type: "kafka:cluster", arn: kafkaArn(each, at), tags: each.tags })),
    ...emr.map((each) => ({ type: "elasticmapreduce:cluster", arn: emrArn(each, at), tags: each.tags })),
  ],
});

function domainArn({ name }: Domain, { regionName, world }: Moment): string {
  return `arn:aws:es:${regionName}:${world.accountId}:domain/${name}`;
}

function kafkaArn({ name, id }: Kafka, { regionName, world }: Moment): string {
  return `arn:aws:kafka:${regionName}:${world.accountId}:cluster/${name}/${id}-3`;
}

function emrArn({ id }: Emr, { regionName, world }: Moment): string {
  return `arn:aws:elasticmapreduce:${regionName}:${world.accountId}:cluster/${id}`;
}

function listDomainNames(_input: ListDomainNamesCommandInput, at: Moment): Answer<ListDomainNamesCommandOutput> {
  return {
    DomainNames: stateOf(own, at.region).domains.map(({ name }) => ({ DomainName: name, EngineType: "OpenSearch" })),
  };
}

function describeDomains(
  { DomainNames: names = [] }: DescribeDomainsCommandInput,
  at: Moment,
): Answer<DescribeDomainsCommandOutput> {
  if (names.length > 5)
    throw awsError("ValidationException", "Please provide a maximum of 5 domain names to describe.");
  const found = stateOf(own, at.region).domains.filter(({ name }) => names.includes(name));
  return { DomainStatusList: found.map((each) => describeDomain(each, at)) };
}

function describeDomain(domain: Domain, at: Moment): DomainStatus {
  const type = domain.type as OpenSearchPartitionInstanceType;
  return {
    DomainId: `${at.world.accountId}/${domain.name}`,
    DomainName: domain.name,
    ARN: domainArn(domain, at),
    Created: true,
    Deleted: false,
    Processing: false,
    DomainProcessingStatus: "Active",
    Endpoint: `search-${domain.name}-${domain.id}.${at.regionName}.es.amazonaws.com`,
    EngineVersion: "OpenSearch_2.19",
    ClusterConfig: {
      InstanceType: type,
      InstanceCount: domain.count,
      DedicatedMasterEnabled: domain.masters > 0,
      ...(domain.masters > 0 && { DedicatedMasterType: type, DedicatedMasterCount: domain.masters }),
      WarmEnabled: false,
    },
    EBSOptions: { EBSEnabled: true, VolumeType: "gp3", VolumeSize: domain.gb },
  };
}

function listKafka(
  { MaxResults: size = 100, NextToken: token }: ListClustersV2CommandInput,
  at: Moment,
): Answer<ListClustersV2CommandOutput> {
  if (size < 1 || size > 100) throw awsError("BadRequestException", "The maxResults must be between 1 and 100.");
  const { kafka } = stateOf(own, at.region);
  const invalidToken = () => awsError("BadRequestException", "One or more of the parameters are not valid.");
  const { items, next } = page({ items: kafka, size, token, invalidToken });
  return {
    ClusterInfoList: items.map((each) => describeKafka(each, at)),
    ...(next !== undefined && { NextToken: next }),
  };
}

function describeKafka(cluster: Kafka, at: Moment): Cluster {
  const { type, gb } = cluster;
  return {
    ClusterType: type === null ? "SERVERLESS" : "PROVISIONED",
    ClusterArn: kafkaArn(cluster, at),
    ClusterName: cluster.name,
    CreationTime: new Date(cluster.createdAt),
    State: "ACTIVE",
    Tags: cluster.tags,
    ...(type === null
      ? { Serverless: { VpcConfigs: [] } }
      : {
          Provisioned: {
            NumberOfBrokerNodes: 3,
            StorageMode: "LOCAL",
            BrokerNodeGroupInfo: {
              ClientSubnets: [],
              InstanceType: type,
              StorageInfo: { EbsStorageInfo: { VolumeSize: gb } },
            },
          },
        }),
  };
}

/** Pages of 50, always. */
function listEmr(
  { ClusterStates: states, Marker: token }: ListClustersCommandInput,
  at: Moment,
): Answer<ListClustersCommandOutput> {
  const found = stateOf(own, at.region).emr.filter(({ state }) => states === undefined || states.includes(state));
  const invalidToken = () => awsError("InvalidRequestException", "Marker is not valid.");
  const { items, next } = page({ items: found, size: 50, token, invalidToken });
  return {
    Clusters: items.map((each) => ({
      Id: each.id,
      Name: each.name,
      ClusterArn: emrArn(each, at),
      NormalizedInstanceHours: 1024,
      Status: {
        State: each.state,
        StateChangeReason: {},
        Timeline: { CreationDateTime: new Date(each.createdAt), ReadyDateTime: new Date(each.createdAt) },
      },
    })),
    ...(next !== undefined && { Marker: next }),
  };
}

function seed(seed: Seed): void {
  const of = (key: RegionKey) => stateOf(own, regionOf(seed, key));
  const made = (name: string, days: number, id: string): Made => ({
    name,
    id,
    createdAt: daysAgo(seed, days),
    tags: tagsOf("lab", "data"),
  });
  const hex = (length: number) => newHex(seed.world, length);
  of("eu").domains.push(
    { ...made("lab-search", 210, hex(26)), type: "r6g.large.search", count: 2, masters: 0, gb: 200 },
    { ...made("lab-logs", 95, hex(26)), type: "m6g.large.search", count: 3, masters: 3, gb: 100 },
  );
  of("us").domains.push({
    ...made("ingest-search", 60, hex(26)),
    type: "t3.small.search",
    count: 1,
    masters: 0,
    gb: 20,
  });
  of("eu").kafka.push({ ...made("lab-events", 180, newUuid(seed.world)), type: "kafka.m5.large", gb: 250 });
  of("us").kafka.push({ ...made("ingest-events", 75, newUuid(seed.world)), type: null, gb: 0 });
  of("eu").emr.push({ ...made("nightly-features", 3, `j-${hex(13).toUpperCase()}`), state: "WAITING" });
  of("us").emr.push({ ...made("ingest-spark", 1, `j-${hex(13).toUpperCase()}`), state: "RUNNING" });
}
