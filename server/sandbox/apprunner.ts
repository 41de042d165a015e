import type {
  DescribeServiceCommandInput,
  DescribeServiceCommandOutput,
  ListServicesCommandInput,
  ListServicesCommandOutput,
  PauseServiceCommandInput,
  PauseServiceCommandOutput,
  ResumeServiceCommandInput,
  ResumeServiceCommandOutput,
  Service,
} from "@aws-sdk/client-apprunner";
import { type Corner, defineCorner, settling, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, regionOf, type Seed, tagsOf } from "./seed-story";
import type { RegionWorld, TagMap } from "./world";

/** App Runner services: pausing takes a minute, resuming two. */

const pauseSeconds = 60;
const resumeSeconds = 120;

interface ServiceState {
  name: string;
  id: string;
  status: "RUNNING" | "PAUSED" | "CREATE_FAILED";
  /** Until then it is OPERATION_IN_PROGRESS, and `status` is what it leads to. */
  until: number | null;
  image: string;
  cpu: string;
  memory: string;
  autoDeployments: boolean;
  variables: Record<string, string>;
  createdAt: number;
  changedAt: number;
  tags: TagMap;
}

interface AppRunnerState {
  services: ServiceState[];
}

const corner: Corner<AppRunnerState> = {
  name: "apprunner",
  empty: () => ({ services: [] }),
  services: {
    apprunner: {
      ListServices: read(listServices),
      DescribeService: read(describeService),
      PauseService: change(pauseService),
      ResumeService: change(resumeService),
    },
  },
  seed,
  ...settling(({ services }) => services),
  tagged: (state, at) =>
    state.services.map((each) => ({ type: "apprunner:service", arn: arnOf(each, at), tags: each.tags })),
};
export const apprunner = defineCorner(corner);

const of = (region: RegionWorld) => stateOf(corner, region);

function listServices(input: ListServicesCommandInput, at: Moment): Answer<ListServicesCommandOutput> {
  const size = input.MaxResults ?? 20;
  if (size > 20) throw awsError("InvalidRequestException", "MaxResults must be 20 at most");
  const invalidToken = () => awsError("InvalidRequestException", "Invalid NextToken");
  const { items, next } = page({ items: of(at.region).services, size, token: input.NextToken, invalidToken });
  return {
    ServiceSummaryList: items.map((each) => ({
      ServiceName: each.name,
      ServiceId: each.id,
      ServiceArn: arnOf(each, at),
      Status: statusOf(each),
    })),
    ...(next !== undefined && { NextToken: next }),
  };
}

function describeService(input: DescribeServiceCommandInput, at: Moment): Answer<DescribeServiceCommandOutput> {
  return { Service: describe(find(input.ServiceArn, at), at) };
}

function pauseService(input: PauseServiceCommandInput, at: Moment): Answer<PauseServiceCommandOutput> {
  const service = inState("RUNNING", find(input.ServiceArn, at));
  service.status = "PAUSED";
  service.until = at.ends(pauseSeconds);
  service.changedAt = at.now;
  return { Service: describe(service, at) };
}

function resumeService(input: ResumeServiceCommandInput, at: Moment): Answer<ResumeServiceCommandOutput> {
  const service = inState("PAUSED", find(input.ServiceArn, at));
  service.status = "RUNNING";
  service.until = at.ends(resumeSeconds);
  service.changedAt = at.now;
  return { Service: describe(service, at) };
}

function inState(wanted: ServiceState["status"], service: ServiceState): ServiceState {
  const now = statusOf(service);
  if (now === wanted) return service;
  throw awsError("InvalidStateException", `Service cannot be updated in the current state: ${now}.`);
}

function find(arn: string | undefined, at: Moment): ServiceState {
  const service = of(at.region).services.find((each) => arnOf(each, at) === arn);
  if (!service) throw awsError("ResourceNotFoundException", `Service with arn ${arn} does not exist.`);
  return service;
}

function statusOf({ status, until }: ServiceState): NonNullable<Service["Status"]> {
  return until === null ? status : "OPERATION_IN_PROGRESS";
}

function arnOf({ name, id }: ServiceState, at: Pick<Moment, "regionName" | "world">): string {
  return `arn:aws:apprunner:${at.regionName}:${at.world.accountId}:service/${name}/${id}`;
}

function describe(service: ServiceState, at: Moment): Service {
  const account = `${at.regionName}:${at.world.accountId}`;
  return {
    ServiceName: service.name,
    ServiceId: service.id,
    ServiceArn: arnOf(service, at),
    ServiceUrl: `${service.id.slice(0, 10)}.${at.regionName}.awsapprunner.com`,
    CreatedAt: new Date(service.createdAt),
    UpdatedAt: new Date(service.changedAt),
    Status: statusOf(service),
    SourceConfiguration: {
      ImageRepository: {
        ImageIdentifier: service.image,
        ImageRepositoryType: "ECR",
        ImageConfiguration: { Port: "8080", RuntimeEnvironmentVariables: { ...service.variables } },
      },
      AutoDeploymentsEnabled: service.autoDeployments,
      AuthenticationConfiguration: { AccessRoleArn: `arn:aws:iam::${at.world.accountId}:role/apprunner-ecr` },
    },
    InstanceConfiguration: { Cpu: service.cpu, Memory: service.memory },
    HealthCheckConfiguration: {
      Protocol: "TCP",
      Path: "/",
      Interval: 5,
      Timeout: 2,
      HealthyThreshold: 1,
      UnhealthyThreshold: 5,
    },
    AutoScalingConfigurationSummary: {
      AutoScalingConfigurationArn: `arn:aws:apprunner:${account}:autoscalingconfiguration/DefaultConfiguration/1/00000000000000000000000000000001`,
      AutoScalingConfigurationName: "DefaultConfiguration",
      AutoScalingConfigurationRevision: 1,
    },
    NetworkConfiguration: {
      EgressConfiguration: { EgressType: "DEFAULT" },
      IngressConfiguration: { IsPubliclyAccessible: true },
      IpAddressType: "IPV4",
    },
  };
}

/** Three that run, one of which deploys what is pushed, and one that never came up. */
function seed(seed: Seed): void {
  // Nobody has any in Ireland.
  of(regionOf(seed, "ie"));
  const image = (name: string, region: string) =>
    `${seed.world.accountId}.dkr.ecr.${region}.amazonaws.com/${name}:latest`;
  const lab: ServiceState = {
    name: "trial-viewer",
    id: "4f0c2a9d1b7e4c58a6d3e1f2b8c95a70",
    status: "RUNNING",
    until: null,
    image: image("trial-viewer", "eu-central-1"),
    cpu: "1024",
    memory: "2048",
    autoDeployments: false,
    variables: { TRIALS_BUCKET: "trial-out" },
    createdAt: daysAgo(seed, 120),
    changedAt: daysAgo(seed, 20),
    tags: tagsOf("lab", "data"),
  };
  of(regionOf(seed, "eu")).services.push(
    lab,
    {
      ...lab,
      name: "trial-form",
      id: "9b3d7e51c0a84f2699e2d4b6f7a1c305",
      image: image("trial-form", "eu-central-1"),
      cpu: "256",
      memory: "512",
      autoDeployments: true,
    },
    { ...lab, name: "trial-broken", id: "0e6a1c8b2d5f47938b7c9d0e1f2a3b4c", status: "CREATE_FAILED" },
  );
  of(regionOf(seed, "us")).services.push({
    ...lab,
    name: "trial-mirror",
    id: "7a2c4e6f8b0d41c3a5e7f9b1d3c5a7e9",
    image: image("trial-mirror", "us-east-1"),
  });
}
