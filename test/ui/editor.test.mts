import { describe } from '@jest/globals';
import { credentialScenes } from './credential.scenes.mts';
import { examplesScenes } from './examples.scenes.mts';
import { fieldsScenes } from './fields.scenes.mts';
import { searchScenes } from './search.scenes.mts';
import { useStage } from './stage.mts';
import { workflowScenes } from './workflow.scenes.mts';

// One n8n for all of them. The credential that is made first is used by the others.
const stage = useStage();

describe('the credential', () => credentialScenes(stage));
describe('the search for nodes', () => searchScenes(stage));
describe('the fields', () => fieldsScenes(stage));
describe('a first workflow', () => workflowScenes(stage));
describe('the examples on the canvas', () => examplesScenes(stage));
