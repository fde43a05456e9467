FROM localhost/jdk
ENV MAVEN_HOME=/usr/share/maven
COPY maven /usr/share/maven
RUN ln -s /usr/share/maven/bin/mvn /usr/bin/mvn
