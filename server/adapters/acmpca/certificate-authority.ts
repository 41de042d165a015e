import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { defineDescribed } from "../described";
import { metered, unpriced } from "../listing";

const detail = z.strictObject({
  /** ROOT, SUBORDINATE. */
  form: z.string(),
  /** GENERAL_PURPOSE, SHORT_LIVED_CERTIFICATE; null: AWS does not tell. */
  mode: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A private authority bills each month until it is deleted, also one that is disabled or issues nothing",
  remedy:
    "Disable it and then delete it where no certificate of it is in use; it can be restored for 7 to 30 days and bills nothing in them",
};

const properties = z.object({
  Type: z.string().optional(),
  UsageMode: z.string().optional(),
});

/**
 * Private certificate authorities. Their description has neither tags nor subject nor state (the type's schema calls
 * them write-only), so one that waits for its deletion cannot be told from the others.
 */
export const acmpcaCertificateAuthority = defineDescribed({
  kind: "acmpca.certificateAuthority",
  title: "Private certificate authority",
  plural: "Private certificate authorities",
  billedAs: "AWS Certificate Manager",
  terraform: ["aws_acmpca_certificate_authority"],
  about,
  type: "AWS::ACMPCA::CertificateAuthority",
  properties,
  read: [
    "acm-pca:DescribeCertificateAuthority",
    "acm-pca:GetCertificateAuthorityCsr",
    "acm-pca:ListCertificateAuthorities",
    "acm-pca:ListTags",
  ],
  detail,
  advise: () => ({ saw: "there", ...about }),
  price,
  tagsApart: true,
  observe: ({ Type: form = "unknown form", UsageMode: mode }, id) => ({
    arn: id,
    name: id.split("/").at(-1) ?? id,
    type: form,
    tags: {},
    detail: { form, mode: mode ?? null },
  }),
});

function price({ detail: { mode } }: Observed<Detail>): readonly CostLine[] {
  const note = "nothing while it waits for its deletion, which AWS does not tell here";
  const authority: CostLine = {
    label: "Authority",
    note: `${mode}; ${note}`,
    price: { table: "acmpca", key: mode ?? "" },
    quantity: 1,
    unit: "month",
    stopsWhenPaused: false,
  };
  return [
    mode === null ? unpriced("Authority", `AWS does not tell its mode; ${note}`) : authority,
    metered("Certificates", "by each that it issues"),
  ];
}
