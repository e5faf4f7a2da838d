import { cases as dingtalkCases } from './dingtalk';
import { cases as feishuCases } from './feishu';
import { alibabaAnswers, larkAnswers } from './support/answerTypes';
import { describeConformance } from './support/conformance';
import { alibabaOperations, larkOperations } from './support/sdkOperations';
import { dingtalkWorld, feishuWorld } from './support/worlds';

describeConformance('feishu', '@larksuiteoapi/node-sdk', { sdk: larkOperations, answers: larkAnswers, cases: feishuCases, minimum: 20, makeWorld: feishuWorld });
describeConformance('dingtalk', '@alicloud/dingtalk', { sdk: alibabaOperations, answers: alibabaAnswers, cases: dingtalkCases, minimum: 15, makeWorld: dingtalkWorld });
