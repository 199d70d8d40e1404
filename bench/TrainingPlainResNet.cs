using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Graft.Bench;

/// <summary>ResNet-18 (arXiv:1512.03385) in plain modules.</summary>
internal sealed class TrainingPlainResNet : TrainingPlainNetwork
{
    private readonly Conv2d conv1 = Conv2d(3, 64, 7, stride: 2, padding: 3, bias: false);
    private readonly BatchNorm2d bn1 = BatchNorm2d(64);
    private readonly ReLU relu = ReLU(inplace: true);
    private readonly MaxPool2d maxpool = MaxPool2d(3, stride: 2, padding: 1);
    private readonly Sequential layer1 = Layer(64, 64, 1), layer2 = Layer(64, 128, 2), layer3 = Layer(128, 256, 2), layer4 = Layer(256, 512, 2);
    private readonly AdaptiveAvgPool2d pool = AdaptiveAvgPool2d(1);
    private readonly Linear fc;

    public TrainingPlainResNet(int classes) : base("resnet18")
    {
        fc = Linear(512, classes);
        RegisterComponents();
    }

    public override torch.Tensor forward(torch.Tensor input)
    {
        var x = maxpool.call(relu.call(bn1.call(conv1.call(input))));
        x = layer4.call(layer3.call(layer2.call(layer1.call(x))));
        return fc.call(pool.call(x).flatten(1));
    }

    private static Sequential Layer(int inputs, int width, int stride) => Sequential(("0", new Block(inputs, width, stride)), ("1", new Block(width, width, 1)));

    private sealed class Block : Module<torch.Tensor, torch.Tensor>
    {
        private readonly Conv2d conv1, conv2;
        private readonly BatchNorm2d bn1, bn2;
        private readonly ReLU relu = ReLU(inplace: true);
        private readonly Sequential? downsample;

        public Block(int inputs, int width, int stride) : base("block")
        {
            (conv1, bn1) = (Conv2d(inputs, width, 3, stride: stride, padding: 1, bias: false), BatchNorm2d(width));
            (conv2, bn2) = (Conv2d(width, width, 3, padding: 1, bias: false), BatchNorm2d(width));
            if (stride > 1) downsample = Sequential(("0", Conv2d(inputs, width, 1, stride: stride, bias: false)), ("1", BatchNorm2d(width)));
            RegisterComponents();
        }

        public override torch.Tensor forward(torch.Tensor input)
        {
            var x = bn2.call(conv2.call(relu.call(bn1.call(conv1.call(input)))));
            return relu.call(x + (downsample is null ? input : downsample.call(input)));
        }
    }
}
