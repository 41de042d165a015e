import type { AutoScalingGroup, Instance } from "@aws-sdk/client-auto-scaling";
import type { Moment } from "./operation";
import type { Group, GroupMember } from "./world";

export function groupArn(group: Group, at: Moment): string {
  return `arn:aws:autoscaling:${at.regionName}:${at.world.accountId}:autoScalingGroup:${group.id}:autoScalingGroupName/${group.name}`;
}

export function describeGroup(group: Group, at: Moment, withInstances: boolean): AutoScalingGroup {
  return {
    AutoScalingGroupName: group.name,
    AutoScalingGroupARN: groupArn(group, at),
    LaunchTemplate: launchTemplate(group),
    MinSize: group.min,
    MaxSize: group.max,
    DesiredCapacity: group.desired,
    DefaultCooldown: 300,
    AvailabilityZones: group.zones,
    VPCZoneIdentifier: group.subnetIds.join(","),
    LoadBalancerNames: [],
    TargetGroupARNs: group.targetGroupArn ? [group.targetGroupArn] : [],
    HealthCheckType: "EC2",
    HealthCheckGracePeriod: 120,
    Instances: withInstances ? group.members.map((member) => describeMember(member, group)) : [],
    CreatedTime: new Date(group.createdAt),
    SuspendedProcesses: group.suspended.map(({ name, reason }) => ({ ProcessName: name, SuspensionReason: reason })),
    EnabledMetrics: [],
    Tags: Object.entries(group.tags).map(([Key, Value]) => ({
      ResourceId: group.name,
      ResourceType: "auto-scaling-group",
      Key,
      Value,
      PropagateAtLaunch: Key in group.memberTags,
    })),
    TerminationPolicies: ["Default"],
    NewInstancesProtectedFromScaleIn: false,
    ServiceLinkedRoleARN: `arn:aws:iam::${at.world.accountId}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
    CapacityRebalance: false,
  };
}

export function describeMember(member: GroupMember, group: Group): Instance {
  return {
    InstanceId: member.instanceId,
    InstanceType: group.template.instanceType,
    AvailabilityZone: member.zone,
    LifecycleState: member.lifecycle,
    HealthStatus: member.health,
    LaunchTemplate: launchTemplate(group),
    ProtectedFromScaleIn: member.protectedFromScaleIn,
  };
}

function launchTemplate(group: Group) {
  const { id, name, version } = group.template;
  return { LaunchTemplateId: id, LaunchTemplateName: name, Version: version };
}
