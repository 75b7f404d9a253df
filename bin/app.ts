import { App } from 'aws-cdk-lib';
import { addStack } from '../lib/synthesize.ts';

addStack(new App(), 'build/functions');
