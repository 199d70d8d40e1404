namespace Graft.Networks;

/// <summary>How the values of a network that loads no checkpoint are drawn: what its family was published with.</summary>
internal enum Initialisation
{
    /// <summary>
    /// Convolutions normal with variance 2 / fan-out (arXiv:1502.01852); linear layers, weight and bias, uniform in
    /// ±1/sqrt(inputs), as torch does. ResNet and everything that asks for nothing else.
    /// </summary>
    FanOut,

    /// <summary>Convolutions as <see cref="FanOut"/>; linear layers normal with deviation 0.01, bias zero. VGG and MobileNetV2.</summary>
    FanOutNormalLinear,

    /// <summary>
    /// Convolutions and linear layers normal with deviation 0.1, cut at ±2, as torchvision's InceptionV3; the auxiliary
    /// classifier's linear layer has deviation 0.001.
    /// </summary>
    TruncatedNormal,

    /// <summary>
    /// Convolutions normal with variance 2 / (fan-out / groups); linear layers uniform in ±1/sqrt(outputs), bias zero, as
    /// TensorFlow's EfficientNet.
    /// </summary>
    FanOutPerGroup,

    /// <summary>Convolutions and linear layers normal with deviation 0.02, biases zero. ConvNeXt and MaxViT.</summary>
    SmallNormal,

    /// <summary>
    /// The patches' convolution normal with variance 1 / fan-in; attention and the layers between uniform as
    /// Glorot and Bengio (2010) have it; the classifier zero. ViT.
    /// </summary>
    Transformer,

    /// <summary>Linear layers and biases by position normal with deviation 0.02; the patches' convolution uniform in ±1/sqrt(fan-in). Swin.</summary>
    WindowTransformer,

    /// <summary>Convolutions as <see cref="FanOut"/>; linear layers uniform in ±1/sqrt(outputs), bias zero. torchvision's EfficientNet.</summary>
    FanOutUniformLinear,

    /// <summary>Convolutions as <see cref="FanOut"/>; linear layers uniform in ±sqrt(3/outputs), bias zero. MNASNet.</summary>
    FanOutGlorotLinear,

    /// <summary>Convolutions normal with variance 2 / fan-in; linear layers uniform in ±1/sqrt(inputs), bias zero. DenseNet.</summary>
    FanIn,

    /// <summary>Convolutions and linear layers, weights and biases, uniform in ±1/sqrt(fan-in), as torch does unasked. AlexNet and ShuffleNetV2.</summary>
    FanInUniform,

    /// <summary>Convolutions uniform in ±sqrt(6/fan-in), bias zero; those of the head normal with deviation 0.01. SqueezeNet.</summary>
    FanInUniformRelu,

    /// <summary>As <see cref="TruncatedNormal"/> with a deviation of 0.01 everywhere. GoogLeNet.</summary>
    NarrowTruncatedNormal,
}
