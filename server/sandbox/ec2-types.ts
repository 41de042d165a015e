import type { _InstanceType, InstanceTypeInfo } from "@aws-sdk/client-ec2";

/** The machine types that the sandbox's company uses, as DescribeInstanceTypes tells them. Sizes: AWS instance types guide. */
interface Spec {
  readonly vcpu: number;
  readonly memoryGib: number;
  readonly arch: "x86_64" | "arm64";
  /** Local NVMe disks in GB, erased at stop; 0 for none. */
  readonly localGb: number;
}

const specs: Readonly<Record<string, Spec>> = {
  "t3.medium": { vcpu: 2, memoryGib: 4, arch: "x86_64", localGb: 0 },
  "t3.large": { vcpu: 2, memoryGib: 8, arch: "x86_64", localGb: 0 },
  "t4g.medium": { vcpu: 2, memoryGib: 4, arch: "arm64", localGb: 0 },
  "m5.large": { vcpu: 2, memoryGib: 8, arch: "x86_64", localGb: 0 },
  "m6i.large": { vcpu: 2, memoryGib: 8, arch: "x86_64", localGb: 0 },
  "m6i.xlarge": { vcpu: 4, memoryGib: 16, arch: "x86_64", localGb: 0 },
  "m6i.2xlarge": { vcpu: 8, memoryGib: 32, arch: "x86_64", localGb: 0 },
  "m6id.large": { vcpu: 2, memoryGib: 8, arch: "x86_64", localGb: 118 },
  "m7g.large": { vcpu: 2, memoryGib: 8, arch: "arm64", localGb: 0 },
  "m8a.large": { vcpu: 2, memoryGib: 8, arch: "x86_64", localGb: 0 },
  "c5.xlarge": { vcpu: 4, memoryGib: 8, arch: "x86_64", localGb: 0 },
  "c6i.xlarge": { vcpu: 4, memoryGib: 8, arch: "x86_64", localGb: 0 },
  "c6i.2xlarge": { vcpu: 8, memoryGib: 16, arch: "x86_64", localGb: 0 },
  "r6i.xlarge": { vcpu: 4, memoryGib: 32, arch: "x86_64", localGb: 0 },
  "r6i.2xlarge": { vcpu: 8, memoryGib: 64, arch: "x86_64", localGb: 0 },
};

export const instanceTypeNames = Object.keys(specs);

export function archOf(type: string): "x86_64" | "arm64" {
  return specs[type]?.arch ?? "x86_64";
}

export function vcpusOf(type: string): number {
  return specs[type]?.vcpu ?? 2;
}

/** Null for a type that the sandbox does not have. */
export function instanceTypeInfo(type: string): InstanceTypeInfo | null {
  const spec = specs[type];
  if (!spec) return null;
  const local = spec.localGb > 0;
  return {
    InstanceType: type as _InstanceType,
    CurrentGeneration: !type.startsWith("m5.") && !type.startsWith("c5."),
    FreeTierEligible: false,
    SupportedUsageClasses: ["on-demand", "spot"],
    SupportedRootDeviceTypes: ["ebs"],
    SupportedVirtualizationTypes: ["hvm"],
    BareMetal: false,
    Hypervisor: "nitro",
    ProcessorInfo: { SupportedArchitectures: [spec.arch] },
    VCpuInfo: { DefaultVCpus: spec.vcpu, DefaultCores: spec.arch === "arm64" ? spec.vcpu : spec.vcpu / 2 },
    MemoryInfo: { SizeInMiB: spec.memoryGib * 1024 },
    InstanceStorageSupported: local,
    ...(local && {
      InstanceStorageInfo: {
        TotalSizeInGB: spec.localGb,
        Disks: [{ SizeInGB: spec.localGb, Count: 1, Type: "ssd" as const }],
        NvmeSupport: "required" as const,
        EncryptionSupport: "required" as const,
      },
    }),
    EbsInfo: { EbsOptimizedSupport: "default", EncryptionSupport: "supported", NvmeSupport: "required" },
    HibernationSupported: spec.arch === "x86_64",
    BurstablePerformanceSupported: type.startsWith("t"),
    DedicatedHostsSupported: !type.startsWith("t"),
    AutoRecoverySupported: !local,
  };
}
