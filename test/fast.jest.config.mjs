import base from './jest.base.config.mjs';

/** Unit and engine tests. The engine tests load the built package from `dist`. */
export default {
	...base,
	testMatch: ['<rootDir>/test/{unit,engine}/**/*.test.mts'],
};
