import { type DefaultConversationState, TurnState } from '@microsoft/teams-ai';
import type { Storage, TurnContext } from 'botbuilder';

/** What the framework loads and saves in a turn: the conversation alone. Nothing is kept of a person across conversations, so nothing is read of them either. */
export class ConversationTurnState extends TurnState<DefaultConversationState & { guichet?: unknown; dialogs?: unknown }> {
  protected override async onComputeStorageKeys(context: TurnContext): Promise<Record<string, string>> {
    const { conversation = '' } = await super.onComputeStorageKeys(context);
    // The scope of a person is there, and has no place in the storage.
    return { conversation, user: '' };
  }

  override async load(context: TurnContext, storage?: Storage): Promise<boolean> {
    const { conversation = '' } = await this.onComputeStorageKeys(context);
    const kept = (await storage?.read([conversation]))?.[conversation];
    // Not given to the framework, which would write it out as JSON at once, to see later whether it has changed.
    const first = await super.load(context);
    if (first) Object.assign(this.conversation, kept);
    return first;
  }

  /** Leaves it to the storage to see whether anything has changed. */
  override async save(context: TurnContext, storage?: Storage): Promise<void> {
    const { conversation = '' } = await this.onComputeStorageKeys(context);
    await storage?.write({ [conversation]: this.conversation });
  }
}
