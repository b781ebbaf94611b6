export const env: { workerUrl: string | null };
export function redactEntities(): { text: string };
