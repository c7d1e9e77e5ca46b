// What a `.vue` file is to tools that cannot read one (the linter's type checker). vue-tsc reads the files themselves.
declare module '*.vue' {
  import type { DefineComponent } from 'vue';

  const component: DefineComponent;
  export default component;
}
