import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { N8nApi, SavedWorkflow, Workflow } from './n8nApi';

const FOLDER = join(__dirname, '..', 'examples');

/** examples/<folder>/example.json, beside the workflow.json that users import. */
interface ExampleFile {
	name: string;
	/** Servers the workflow needs beyond n8n and the chat platforms, for example "PostgreSQL". */
	requires?: string[];
	/** Path of the production webhook, when it starts with one. */
	webhook?: string;
}

export interface Example extends Required<Omit<ExampleFile, 'webhook'>> {
	folder: string;
	webhook?: string;
	workflow: Workflow;
}

const readJson = async <T>(...path: string[]): Promise<T> => JSON.parse(await readFile(join(...path), 'utf8')) as T;

/** @param file the workflow, where an example has several */
export async function readExample(folder: string, file = 'workflow.json'): Promise<Example> {
	const { name, requires = [], webhook } = await readJson<ExampleFile>(FOLDER, folder, 'example.json');
	return { folder, name, requires, webhook, workflow: await readJson<Workflow>(FOLDER, folder, file) };
}

export async function readExamples(): Promise<Example[]> {
	const folders = (await readdir(FOLDER)).filter((folder) => existsSync(join(FOLDER, folder, 'example.json')));
	return await Promise.all(folders.sort().map((folder) => readExample(folder)));
}

/**
 * Imports an example's workflow, or updates the one imported earlier when the file has changed since: what a
 * user edited in the editor stays. n8n itself finds the credentials by type and name, as on every import.
 */
export async function importExample(api: N8nApi, { folder, workflow }: Example): Promise<SavedWorkflow> {
	const fileHash = createHash('sha256').update(JSON.stringify(workflow)).digest('hex');
	const marked: Workflow = { ...workflow, meta: { ...workflow.meta, example: folder, fileHash } };
	const listed = (await api.workflows()).find(({ name }) => name === workflow.name);
	const existing = listed && (await api.workflow(listed.id));
	// A user's own workflow may have the same name.
	if (!listed || existing?.meta?.example !== folder) return await api.createWorkflow(marked);
	if (existing.meta?.fileHash === fileHash) return existing;
	return { ...(await api.updateWorkflow(listed.id, marked)), active: false };
}

/** Imports an example and makes it listen. Returns the workflow's ID. */
export async function activateExample(api: N8nApi, example: Example): Promise<string> {
	const { id, active } = await importExample(api, example);
	if (!active) await api.activate(id);
	if (example.webhook) await api.untilRegistered(example.webhook);
	return id;
}
