/** What AWS's own services make in Route 53 carries their principal (API reference, LinkedService). */
const services: Readonly<Record<string, string>> = { "servicediscovery.amazonaws.com": "AWS Cloud Map" };

/** Its name as people know it; another service's principal as it is. */
export function madeBy(principal: string): string {
  return services[principal] ?? principal;
}
