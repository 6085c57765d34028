export { productAnswer, publishedVersionAnswer } from './answers';
export { listProductsOperation, listProductVersionsOperation, publishProductOperation } from './operations';
export { parsePublishProduct, type PublishProduct } from './requests';
