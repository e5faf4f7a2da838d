const { rm } = require('node:fs/promises');
const { src, dest, parallel } = require('gulp');

/** What tsc does not copy: icons and codex files. Encoding off, so that gulp copies the bytes. */
const copy = (from, to) => () => src(from, { encoding: false }).pipe(dest(to));

exports.clean = () => rm('dist', { recursive: true, force: true });
exports.build = parallel(
	copy('icons/**/*.svg', 'dist/icons'),
	copy('nodes/**/*.node.json', 'dist/nodes'),
);
