import { cpu, type Idle, type IdleSignal } from "../idle";
import type { InstanceDetail } from "./instance-detail";

type Signal = IdleSignal<InstanceDetail>;

const dimensions: Signal["dimensions"] = ({ nativeId }) => [{ InstanceId: nativeId }];

const network = { unit: "bytes", namespace: "AWS/EC2", statistic: "Sum", quietMeansIdle: false } as const;

/**
 * AWS's own advisers take 5 % and 5 MB a day for idle (Compute Optimizer User Guide, "Idle resources"). A megabyte an hour
 * is what the agents of an instance, its clock and its updates make up by themselves.
 */
export const instanceIdle: Idle<InstanceDetail> = {
  signals: [
    cpu("AWS/EC2", 5, dimensions),
    { ...network, label: "received in an hour at most", metric: "NetworkIn", idleWhen: { atMost: 1e6 }, dimensions },
    { ...network, label: "sent in an hour at most", metric: "NetworkOut", idleWhen: { atMost: 1e6 }, dimensions },
  ],
  since: ({ detail }) => detail.launchedAt,
};
