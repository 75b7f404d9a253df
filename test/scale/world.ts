import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { promote } from '../../adapters/dynamodb/hot/registry.ts';
import { stockKey } from '../../adapters/dynamodb/keys.ts';
import { Faults, faultRates } from '../simulation/services/faults.ts';
