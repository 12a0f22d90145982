import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { alerts } from './alerts';
import { canary } from './canary';
import { chat } from './chat';
import type { Settings } from './context';
import { encryption } from './encryption';
import { firstRows } from './first-rows';
import { operations } from './operations';
import { outputs } from './outputs';
import { type NotafterProps, settingsOf } from './props';
import { storage } from './storage';
import { sweep } from './sweep';

/**
 * The whole of notafter, part by part, for any stack. One a stack, since its outputs have fixed names, by which the command line
 * finds the tables; and one for each `stackName` in an account, since that names its role and its alarms.
 */
export class Notafter extends Construct {
  /** What to watch; people edit it. It outlives the stack. */
  readonly targets: TableV2;
  /** What is known; the monitor alone writes it. It outlives the stack. */
  readonly results: TableV2;
  /** What expires; for those who look after it. */
  readonly notices: ITopic;
  /** What is wrong with the monitor itself; for those who look after that. */
  readonly operations: ITopic;
  /** Sweeps when it is invoked with `{}`. */
  readonly sweepFunction: IFunction;

  /**
   * @param id `Default` stays out of the logical ids of what is in it.
   * @param props as they are written, or the settings as they were read from them.
   * @throws ContextError that names everything wrong with the props.
   */
  constructor(scope: Construct, id: string, props: NotafterProps | Settings = {}) {
    super(scope, id);
    const settings = settingsOf(props);
    const tables = storage(this, settings);
    const topics = alerts(this, settings);
    const chatTopic = chat(this, settings);
    const ways = { ...topics, ...(chatTopic && { chat: chatTopic }) };
    const sweeping = sweep(this, { ...settings, ...tables, ...ways });
    // The first sweep finds them.
    sweeping.schedule.node.addDependency(firstRows(this, { ...settings, ...tables }));
    operations(this, { ...ways, ...sweeping, ...settings, canary: canary(this, topics.notices) });
    outputs(this, { ...tables, ...topics, ...sweeping });
    encryption(this, settings);
    this.targets = tables.targets;
    this.results = tables.results;
    this.notices = topics.notices;
    this.operations = topics.operations;
    this.sweepFunction = sweeping.sweepFunction;
  }
}
