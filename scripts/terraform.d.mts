/** The folder with Terraform's AWS provider, or what of the two is missing. */
export function findTerraform(): { readonly plugins: string } | { readonly missing: string };
