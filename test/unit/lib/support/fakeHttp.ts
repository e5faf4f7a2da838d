import type { Http, HttpRequest, HttpResponse } from '../../../../lib/http';

/** An HTTP port that answers with what it is given, and keeps what it was asked. */
export function fakeHttp(answer: Partial<HttpResponse> | Error = {}) {
	const requests: HttpRequest[] = [];
	const http: Http = async (request) => {
		requests.push(request);
		if (answer instanceof Error) throw answer;
		return { status: 200, headers: {}, body: '{}', ...answer };
	};
	return { http, requests };
}
