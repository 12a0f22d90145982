import { type App, Stack } from 'aws-cdk-lib';
import { alerts } from './alerts';
import { canary } from './canary';
import { chat } from './chat';
import type { Settings } from './context';
import { encryption } from './encryption';
import { firstRows } from './first-rows';
import { operations } from './operations';
import { outputs } from './outputs';
import { storage } from './storage';
import { sweep } from './sweep';

/** All that is deployed, part by part. */
export class NotafterStack extends Stack {
  constructor(app: App, settings: Settings) {
    super(app, settings.stackName, {
      stackName: settings.stackName,
      description: 'notafter: sees to it that nothing goes down because something expired',
    });
    const tables = storage(this);
    const topics = alerts(this, settings);
    const chatTopic = chat(this, settings);
    const ways = { ...topics, ...(chatTopic && { chat: chatTopic }) };
    const sweeping = sweep(this, { ...settings, ...tables, ...ways });
    // The first sweep finds them.
    sweeping.schedule.node.addDependency(firstRows(this, { ...settings, ...tables }));
    operations(this, { ...ways, ...sweeping, ...settings, canary: canary(this, topics.notices) });
    outputs(this, { ...tables, ...topics, ...sweeping });
    encryption(this, settings);
  }
}
