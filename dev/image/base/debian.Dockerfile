FROM scratch
ADD root.tar /
