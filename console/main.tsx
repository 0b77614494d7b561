import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { makeClient } from './api/session.js';
import { App } from './frame/app.js';
import { theme } from './frame/theme.js';
import { LanguageProvider } from './words/language.js';
import '@mantine/core/styles.css';
import 'uplot/dist/uPlot.min.css';
import './frame/look.css';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <LanguageProvider>
          <QueryClientProvider client={makeClient()}>
            <App />
          </QueryClientProvider>
        </LanguageProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
