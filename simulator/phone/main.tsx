import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { LanguageProvider } from './language.js';
import './styles/theme.css';
import './styles/layout.css';
import './styles/phones.css';
import './styles/chat.css';
import './styles/bubble.css';
import './styles/media.css';
import './styles/composer.css';
import './styles/sheet.css';
import './styles/backstage.css';
import './styles/register.css';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider>
        <App />
      </LanguageProvider>
    </StrictMode>,
  );
}
