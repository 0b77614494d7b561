import { ContentRefused, TemplateFaulty } from './submit.errors.js';
import { readSubmission } from './submit-body.js';
import { SUBMIT_EXAMPLES } from './submit-examples.js';
import { inTermsOf } from './submit-paths.js';

const request = (name: string) => readSubmission(SUBMIT_EXAMPLES[name]?.value, new Date());

async function placed(
  name: string,
  field: string,
  refusal: typeof ContentRefused | typeof TemplateFaulty = ContentRefused,
): Promise<string | undefined> {
  const refused = new refusal([{ field, message: 'm' }]);
  const told = await inTermsOf(request(name), () => Promise.reject(refused)).catch((error: unknown) => error);
  return told instanceof refusal ? told.errors[0]?.field : undefined;
}

describe('what is wrong with a content, in the words of the request', () => {
  it.each([
    ['texte', 'text', 'text.body'],
    ['reponse', 'replyTo', 'context.message_id'],
    ['image', 'caption', 'image.caption'],
    ['image', 'source.file', 'image.id'],
    ['video', 'source.link', 'video.link'],
    ['lieu', 'latitude', 'location.latitude'],
    ['fiches', 'contacts[0].name.formatted', 'contacts.0.name.formatted_name'],
    ['fiches', 'contacts[0].phones[1].phone', 'contacts.0.phones.1.phone'],
    ['reaction', 'target', 'reaction.message_id'],
    ['reaction', 'emoji', 'reaction.emoji'],
    ['boutons', 'text', 'interactive.body.text'],
    ['boutons', 'footer', 'interactive.footer.text'],
    ['boutons', 'buttons', 'interactive.action.buttons'],
    ['boutons', 'buttons[1].title', 'interactive.action.buttons.1.reply.title'],
    ['liste', 'header', 'interactive.header.text'],
    ['liste', 'button', 'interactive.action.button'],
    ['liste', 'rows[1].description', 'interactive.action.sections.0.rows.1.description'],
    ['liste', 'rows[0].section', 'interactive.action.sections.0.title'],
    ['lien', 'title', 'interactive.action.parameters.display_text'],
    ['lien', 'url', 'interactive.action.parameters.url'],
    ['produit', 'productId', 'interactive.action.product_retailer_id'],
    [
      'produits',
      'sections[0].productIds[1]',
      'interactive.action.sections.0.product_items.1.product_retailer_id',
    ],
    ['produits', 'sections[0].title', 'interactive.action.sections.0.title'],
    ['catalogue', 'productId', 'interactive.action.parameters.thumbnail_product_retailer_id'],
    ['formulaire', 'button', 'interactive.action.parameters.flow_cta'],
    ['formulaire', 'form.id', 'interactive.action.parameters.flow_id'],
    ['formulaire', 'screen', 'interactive.action.parameters.flow_action_payload.screen'],
    ['demandeDeLieu', 'text', 'interactive.body.text'],
    ['modele', 'name', 'template.name'],
    ['modele', 'language', 'template.language.code'],
    ['boutons', 'kind', 'interactive.type'],
    ['reaction', 'kind', 'type'],
    ['fiches', 'kind', 'type'],
  ])('in « %s », %s is %s', async (name, field, expected) => {
    expect(await placed(name, field)).toBe(expected);
  });

  it('a template that stands in is named as it was given', async () => {
    expect(await placed('remplacement', 'fallback.components[0]', TemplateFaulty)).toBe(
      'fallbackTemplate.components.0',
    );
    expect(await placed('plusTard', 'fallback.body', TemplateFaulty)).toBe('purpose');
    expect(await placed('remplacement', 'fallback.language', TemplateFaulty)).toBe(
      'fallbackTemplate.language.code',
    );
    expect(await placed('modele', 'template.components[0].parameters[0]', TemplateFaulty)).toBe(
      'template.components.0.parameters.0',
    );
    expect(await placed('modele', 'template.name', TemplateFaulty)).toBe('template.name');
    expect(await placed('modele', 'template.language', TemplateFaulty)).toBe('template.language.code');
  });

  it('every row of a list is found in its section', async () => {
    const body = structuredClone(SUBMIT_EXAMPLES['liste']?.value) as {
      interactive: { action: { sections: object[] } };
    };
    body.interactive.action.sections.push({ title: 'Autres', rows: [{ id: 'a', title: 'Aide' }] });
    const refused = new ContentRefused([{ field: 'rows[2].title', message: 'm' }]);
    const work = inTermsOf(readSubmission(body, new Date()), () => Promise.reject(refused));
    await expect(work).rejects.toMatchObject({
      errors: [{ field: 'interactive.action.sections.1.rows.0.title' }],
    });
  });
});
